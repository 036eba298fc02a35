/** Closed lists that both sides of the agent protocol speak; members are added, never reused. */

export const OPERATING_SYSTEMS = ['linux', 'windows', 'macos'] as const;
export type OperatingSystem = (typeof OPERATING_SYSTEMS)[number];
export const ARCHITECTURES = ['x64', 'arm64', 'x86', 'arm'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];
/** What the package tool of a Linux system installs. */
export const PACKAGE_FORMATS = ['deb', 'rpm'] as const;
export type PackageFormat = (typeof PACKAGE_FORMATS)[number];
/** What kind of computer a device is; `unknown` where nothing tells, as with agents that do not report it. */
export const DEVICE_TYPES = ['server', 'workstation', 'laptop', 'virtual', 'unknown'] as const;
export type DeviceType = (typeof DEVICE_TYPES)[number];

export const INSTRUCTION_KINDS = [
  'install-remote-agent',
  'remove-remote-agent',
  'apply-settings',
  'update-remote-agent',
  'verify-identity',
  'collect-diagnostics',
  'update-endpoint-agent',
  'remove-endpoint-agent',
  'remove-unknown-remote-agent',
] as const;
export type InstructionKind = (typeof INSTRUCTION_KINDS)[number];

export const STEPS = ['downloading', 'installing', 'registering', 'configuring', 'verifying', 'removing', 'updating', 'repairing'] as const;
export type Step = (typeof STEPS)[number];
