/** Whether all new orders of the installation are stopped. */
export class FreezeView {
  frozen!: boolean;
  /** Why, in the words of who stopped them; empty while nothing is frozen. */
  reason!: string;
  byName!: string | null;
  at!: Date | null;
}
