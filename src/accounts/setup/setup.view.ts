/** Exists only while nobody has set up the installation. */
export class SetupView {
  needed!: true;
}
