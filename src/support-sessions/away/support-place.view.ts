/** A provider instance at which support sessions can be held. */
export class SupportPlaceView {
  id!: string;
  name!: string;
}

export class SupportPlacesView {
  items!: SupportPlaceView[];
}
