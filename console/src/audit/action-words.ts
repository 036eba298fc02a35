const VERBS: Record<string, string> = {
  archive: 'archived',
  'certify-offboarding': 'offboarding certified',
  change: 'changed',
  'change-password': 'changed the password of',
  claim: 'claimed',
  create: 'added',
  delete: 'deleted',
  end: 'ended',
  enrol: 'enrolled',
  expire: 'expired',
  'give-up-removal': 'removal given up',
  offboard: 'offboarded',
  open: 'opened',
  quarantine: 'put into quarantine',
  're-image': 're-imaged',
  rename: 'renamed',
  'transfer-ownership': 'handed over to',
  redeem: 'redeemed',
  refuse: 'refused',
  request: 'requested',
  retire: 'retired',
  retry: 'tried again',
  revoke: 'revoked',
};

/** `policy.change` → Policy changed; a verb this console does not know keeps its form. */
export function actionInWords(action: string): string {
  const [noun = '', verb = ''] = action.split('.');
  const words = `${noun} ${VERBS[verb] ?? verb}`.replaceAll('-', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
