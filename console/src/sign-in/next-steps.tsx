import { answer, api } from '../api/client';
import { AddFactor } from '../factors/add-factor';
import { showPasskey, type FactorKind } from '../factors/passkeys';
import { Prove, type Proof } from '../factors/prove';

export interface LoginProgress {
  state: 'complete' | 'factorRequired' | 'enrolmentRequired';
  methods?: string[];
}

interface NextStepProps {
  progress: LoginProgress;
  onProgress: (progress: LoginProgress) => void;
}

/** What a login still waits for after the password: the second factor, or the first one to be enrolled. */
export function NextStep({ progress: { state, methods = [] }, onProgress }: NextStepProps) {
  if (state === 'enrolmentRequired') {
    return <AddFactor kinds={methods as FactorKind[]} asksPassword={false} onDone={() => onProgress({ state: 'complete' })} />;
  }
  const askPasskey = async () => showPasskey((await answer(api.POST('/api/v1/auth/login/passkey-options'))).options);
  const send = async (proof: Proof) => onProgress(await answer(api.POST('/api/v1/auth/login/factor', { body: proof })));
  return <Prove methods={methods} askPasskey={askPasskey} send={send} />;
}
