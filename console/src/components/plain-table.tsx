import { t } from '@lingui/core/macro';
import { DataTable, type DataTableColumn } from 'mantine-datatable';

interface PlainTableProps<T> {
  records: T[];
  columns: DataTableColumn<T>[];
  /** With these, rows can be ticked. */
  selected?: T[];
  onSelect?: (records: T[]) => void;
  nameOf?: (record: T) => string;
}

/** A short list as a table in the look of the console. */
export function PlainTable<T extends { id: string }>({
  records,
  columns,
  selected,
  onSelect,
  nameOf,
}: PlainTableProps<T>) {
  const look = {
    records,
    columns,
    idAccessor: 'id',
    backgroundColor: 'transparent',
    borderColor: 'var(--lk-line)',
    rowBorderColor: 'var(--lk-line)',
    verticalSpacing: 8,
    highlightOnHover: true,
    noRecordsText: '',
  };
  if (!selected || !onSelect) return <DataTable<T> {...look} />;
  return (
    <DataTable<T>
      {...look}
      selectedRecords={selected}
      onSelectedRecordsChange={onSelect}
      getRecordSelectionCheckboxProps={(record) => ({ 'aria-label': t`Select ${nameOf?.(record) ?? record.id}` })}
      allRecordsSelectionCheckboxProps={{ 'aria-label': t`Select all` }}
    />
  );
}
