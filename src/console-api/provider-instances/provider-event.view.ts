import { pageOf } from '../../platform/http/page.view.js';

/** Something that has happened to an instance, or that somebody did to it. */
export class ProviderEventView {
  id!: string;
  at!: Date;
  /** `reachable`, `unreachable`, `refused`, `started`, `version`, or the action of an entry of the audit log. */
  kind!: string;
  /** Why, as a code of the status catalogue. */
  code!: string | null;
  detail!: string | null;
  /** Who did it; null where it happened. */
  actorName!: string | null;
}

export class ProviderEventPage extends pageOf(ProviderEventView) {}
