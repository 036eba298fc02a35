import { oneOf, searchReader, text } from '../app/search-params';

export const NOTIFICATION_TABS = ['rules', 'email', 'webhooks'] as const;
export type NotificationTab = (typeof NOTIFICATION_TABS)[number];

export interface NotificationsSearch {
  tab?: NotificationTab;
  /** The webhook whose log is open. */
  log?: string;
}

export const notificationsSearch = searchReader<NotificationsSearch>({ tab: oneOf(...NOTIFICATION_TABS), log: text });
