/** Where a server may post; whoever knows the address passes for the server. */
export class HintAddressView {
  /** Shown once. */
  url!: string;
}
