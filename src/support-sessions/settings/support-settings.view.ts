export class SupportSettingsView {
  codeMinutes!: number;
  linkHours!: number;
  livePerHost!: number;
  codesPerDay!: number;
  version!: number;
}

/** Whether all support sessions of the installation are stopped. */
export class KillSwitchView {
  stopped!: boolean;
  /** Why, in the words of who stopped them; empty while nothing is. */
  reason!: string;
  byName!: string | null;
  at!: Date | null;
}
