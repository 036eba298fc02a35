/** The version of the guest client; the server compares it with the one that it offers. */
export const GUEST_VERSION = '1.0.0';
