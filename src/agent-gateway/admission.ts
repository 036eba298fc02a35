import { Logger } from '@nestjs/common';
import { type AuthFrame, CLOSE_CODES } from '../../contracts/agent-protocol.js';
import { type DeviceIdentity, deviceIdentities, type QuarantineCode, settleWaitingClaim } from '../devices/index.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { isTooOld } from './agent-version.js';
import type { AgentSocket } from './agent-socket.js';
import { Batch } from './batch.js';
import { answersChallenge } from './challenge.js';

const CLAIM_RETRY_SECONDS = 60;
const UNAVAILABLE_RETRY_SECONDS = 5;

/** How long a device in quarantine stays away: before a new one somebody may stand and wait. */
export const QUARANTINE_RETRY_SECONDS: Readonly<Record<QuarantineCode, number>> = { 'RA-AGT-07': 600, 'RA-ELG-07': 60 };

interface Answer {
  readonly socket: AgentSocket;
  readonly frame: AuthFrame;
}

/** Judges the answers to our challenges, many with one look at the database; whoever may not pass is told why and when to come back. */
export class Admission {
  private readonly log = new Logger('Admission');
  private readonly answers: Batch<Answer>;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly addresses: readonly string[],
    private readonly admitted: (socket: AgentSocket, identity: DeviceIdentity) => void,
  ) {
    this.answers = new Batch((answers) => this.judge(answers), {
      windowMs: 1,
      most: 50,
      onError: (error, answers) => {
        this.log.warn(`${answers.length} connections could not be checked: ${String(error)}`);
        for (const { socket } of answers) socket.dismiss(CLOSE_CODES.slowDown, { code: 'API-UNAVAILABLE-01', retryIn: UNAVAILABLE_RETRY_SECONDS });
      },
    });
  }

  check(socket: AgentSocket, frame: AuthFrame): void {
    socket.stage = 'checking';
    socket.deviceId = frame.deviceId;
    socket.bootId = frame.bootId;
    this.answers.add({ socket, frame });
  }

  private async judge(answers: readonly Answer[]): Promise<void> {
    const known = await deviceIdentities(this.unit.reads, [...new Set(answers.map(({ frame }) => frame.deviceId))]);
    for (const answer of answers) {
      const identity = known.get(answer.frame.deviceId);
      if (answer.socket.stage === 'checking') await this.judgeOne(answer, identity);
    }
  }

  private async judgeOne({ socket, frame }: Answer, identity: DeviceIdentity | undefined): Promise<void> {
    const answers = (key: string): boolean => answersChallenge(key, socket.nonce, frame.signature, this.addresses);
    if (identity && answers(identity.publicKey)) this.admit(socket, frame, identity);
    else if (identity?.claimKey && answers(identity.claimKey)) await this.admitClaim(socket, frame, identity);
    else socket.dismiss(CLOSE_CODES.badIdentity, { code: 'RA-AGT-11' });
  }

  private admit(socket: AgentSocket, frame: AuthFrame, identity: DeviceIdentity): void {
    if (identity.isRevoked) socket.dismiss(CLOSE_CODES.revoked, { code: 'RA-AGT-11' });
    else if (identity.quarantine) socket.dismiss(CLOSE_CODES.superseded, { code: identity.quarantine, retryIn: QUARANTINE_RETRY_SECONDS[identity.quarantine] });
    else if (isTooOld(frame.agentVersion)) socket.dismiss(CLOSE_CODES.tooOld, { code: 'RA-ELG-04' });
    else this.admitted(socket, identity);
  }

  /** Somebody who set the device up anew: let in once the former connection was silent long enough, or an operator said so. */
  private async admitClaim(socket: AgentSocket, frame: AuthFrame, identity: DeviceIdentity): Promise<void> {
    const { deviceId, claimKey } = identity;
    const settled = await this.unit.run((tx) => settleWaitingClaim(tx, deviceId, claimKey!));
    if (settled) this.admit(socket, frame, { ...identity, publicKey: claimKey!, quarantine: null });
    else socket.dismiss(CLOSE_CODES.superseded, { code: 'RA-ELG-07', retryIn: CLAIM_RETRY_SECONDS });
  }
}
