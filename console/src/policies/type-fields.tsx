import { t } from '@lingui/core/macro';
import { Select } from '@mantine/core';
import type { PolicyType } from '../api/types';

interface TypeFieldsProps {
  type: PolicyType;
  types: PolicyType[];
  onType?: ((type: PolicyType) => void) | undefined;
}

/** Category and type of a policy, as many as the server knows; fixed once there is a policy. */
export function TypeFields({ type, types, onType }: TypeFieldsProps) {
  const categories = new Map(types.map(({ category, categoryTitle }) => [category, categoryTitle]));
  const inCategory = types.filter(({ category }) => category === type.category);
  return (
    <>
      <Select
        label={t`Category`}
        data={[...categories].map(([value, label]) => ({ value, label }))}
        value={type.category}
        readOnly={!onType}
        allowDeselect={false}
        onChange={(next) => {
          const first = types.find(({ category }) => category === next);
          if (first && next !== type.category) onType?.(first);
        }}
      />
      <Select
        label={t`Type`}
        description={onType && type.help}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={inCategory.map((one) => ({ value: one.type, label: one.title }))}
        value={type.type}
        readOnly={!onType}
        allowDeselect={false}
        onChange={(next) => {
          const chosen = inCategory.find((one) => one.type === next);
          if (chosen) onType?.(chosen);
        }}
      />
    </>
  );
}
