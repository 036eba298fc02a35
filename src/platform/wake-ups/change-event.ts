/** A change worth showing to whoever may see its site (none: whoever may see everything), and to whom it concerns. */
export interface ChangeEvent {
  readonly kind: 'device' | 'deployment' | 'rollout' | 'launch' | 'support-session';
  readonly id: string;
  readonly deviceId?: string;
  readonly siteId?: string;
  /** Somebody whom it concerns wherever it is. */
  readonly operatorId?: string;
}
