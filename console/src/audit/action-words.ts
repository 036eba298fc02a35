const VERBS: Record<string, string> = {
  abort: 'aborted',
  approve: 'approved',
  archive: 'archived',
  begin: 'begun',
  certify: 'certified',
  'certify-offboarding': 'offboarding certified of',
  change: 'changed',
  'change-password': 'changed the password of',
  claim: 'claimed',
  create: 'added',
  delete: 'deleted',
  end: 'ended',
  enrol: 'enrolled',
  expire: 'expired',
  freeze: 'frozen',
  halt: 'halted by the guard',
  finish: 'finished',
  'give-up-removal': 'given up for removal:',
  lift: 'lifted',
  offboard: 'offboarded',
  open: 'opened',
  pause: 'paused',
  quarantine: 'put into quarantine',
  're-image': 're-imaged',
  rename: 'renamed',
  'transfer-ownership': 'handed over to',
  redeem: 'redeemed',
  refuse: 'refused',
  reject: 'rejected',
  request: 'requested',
  restore: 'restored',
  resume: 'resumed',
  retire: 'retired',
  retry: 'tried again',
  revoke: 'revoked',
  unfreeze: 'unfrozen',
  set: 'set',
  supersede: 'superseded',
};

/** `policy.change` → Policy changed; a verb this console does not know keeps its form. */
export function actionInWords(action: string): string {
  const [noun = '', verb = ''] = action.split('.');
  const words = `${noun} ${VERBS[verb] ?? verb}`.replaceAll('-', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
