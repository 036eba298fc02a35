import { type ProofOfWorkChallenge, solveProofOfWork } from '../../../contracts/guest-protocol/proof-of-work';
import { sha256 } from '../../../contracts/guest-protocol/sha256';

self.onmessage = ({ data }: MessageEvent<ProofOfWorkChallenge>) => self.postMessage(solveProofOfWork(data, sha256));
