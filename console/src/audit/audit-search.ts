import { searchReader, text } from '../app/search-params';

export interface AuditSearch {
  q?: string;
  subjectKind?: string;
  action?: string;
  cursor?: string;
}

export const auditSearch = searchReader<AuditSearch>({ q: text, subjectKind: text, action: text, cursor: text });
