const VERBS: Record<string, string> = {
  begin: 'begun',
  change: 'changed',
  claim: 'claimed',
  create: 'added',
  delete: 'deleted',
  end: 'ended',
  enrol: 'enrolled',
  launch: 'launched',
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
