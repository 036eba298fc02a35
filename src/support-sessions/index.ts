/**
 * Help for people whose devices are not managed: sessions with what lets guests in, the guests and what they allow, what is said, and
 * the relay of their screens. Its door is the wire; core alone knows of it, to follow
 * the sessions that are held at a provider.
 */
export { followAwaySessions } from './away/follow-away-sessions.js';
export { SupportSessionsModule } from './support-sessions.module.js';
