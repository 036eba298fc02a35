/** True for the site `s` when the rule `r` is for it. */
export const FOR_SITE = `(r.scope_all OR EXISTS (SELECT 1 FROM notification_rule_scope c WHERE c.rule_id = r.id AND (c.site_id = s.id OR c.client_id = s.client_id)))`;

/** The columns of a notification that its rule `r` decides: where it goes. */
export const CHANNEL_COLUMNS = 'console, mail, to_post';
export const CHANNELS = `r.console, CASE WHEN cardinality(r.emails) > 0 THEN 'waiting' ELSE 'none' END,
  EXISTS (SELECT 1 FROM notification_rule_webhook w WHERE w.rule_id = r.id)`;
