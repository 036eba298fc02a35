import { ApiProperty } from '@nestjs/swagger';
import { OPERATING_SYSTEMS, type OperatingSystem } from '../../../contracts/agent-protocol.js';

export class AgentBuildView {
  /** `linux-x64`, `linux-arm64`, `win-x64`, … */
  platform!: string;
  /** Below `/install/`. */
  file!: string;
  sha256!: string;
  size!: number;
}

export class InstallCommandView {
  siteId!: string;
  siteName!: string;
  @ApiProperty({ enum: OPERATING_SYSTEMS, enumName: 'OperatingSystem' })
  os!: OperatingSystem;
  /** One line for a shell; `tokenPlaceholder` in it stands for an enrolment token of the site. */
  command!: string;
  tokenPlaceholder!: string;
  /** What the line downloads and checks. */
  builds!: AgentBuildView[];
}
