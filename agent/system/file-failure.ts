import { CodedFailure } from '../coded-failure.js';

const DISK_FULL = 'RA-ELG-05';
const WRONG_ARCHITECTURE = 'RA-ELG-02';
const NOT_WRITABLE = 'RA-LNX-05';
const NO_PRIVILEGE = 'RA-LNX-07';

const BY_SYSTEM_ERROR: Readonly<Record<string, readonly [code: string, words: string]>> = {
  ENOSPC: [DISK_FULL, 'the disk is full'],
  EDQUOT: [DISK_FULL, 'the quota is used up'],
  EROFS: [NOT_WRITABLE, 'the file system is mounted read-only'],
  EACCES: [NO_PRIVILEGE, 'the endpoint agent may not do that'],
  EPERM: [NO_PRIVILEGE, 'the endpoint agent may not do that'],
  ENOEXEC: [WRONG_ARCHITECTURE, 'the file is not for this processor'],
};

/** What the file system refused, in a code of the catalogue; undefined for what is no refusal of the system. */
export function fileFailure(error: unknown): CodedFailure | undefined {
  const { code, message, path } = error as NodeJS.ErrnoException;
  const known = BY_SYSTEM_ERROR[code ?? ''];
  return known && new CodedFailure(known[0], `${known[1]}${path ? ` (${path})` : ''}: ${message}`);
}
