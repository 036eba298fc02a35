/** How far a login has come; anything but `complete` carries a cookie that is good for `/auth` only. */
export type LoginState =
  | { readonly state: 'complete' }
  | { readonly state: 'factorRequired' | 'enrolmentRequired'; readonly methods: string[] };

/** What is still asked for after the password. No second factor can be enrolled in this release, so none is asked for. */
export function nextFactor(): LoginState {
  return { state: 'complete' };
}
