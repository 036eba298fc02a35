/** What goes into a support ticket. */
export class SupportDetailsView {
  /** JSON for people, without addresses, accounts, tokens and secrets. */
  text!: string;
  /** Whether the endpoint agent has added what it knows. */
  answered!: boolean;
}
