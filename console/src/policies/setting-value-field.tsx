import { NumberInput, TextInput } from '@mantine/core';
import type { SettingDefinition, SettingValue } from '../api/types';
import { HoursEditor } from './hours-editor';
import { PatternField } from './pattern-field';

interface SettingValueFieldProps {
  type: SettingDefinition['type'];
  value: SettingValue;
  onChange: (value: SettingValue) => void;
  labelledBy: string;
  readOnly: boolean;
}

/** The field of a setting whose values are too many to choose from. */
export function SettingValueField({ type, value, onChange, labelledBy, readOnly }: SettingValueFieldProps) {
  switch (type.kind) {
    case 'integer':
      return (
        <NumberInput
          size="xs"
          w={150}
          readOnly={readOnly}
          aria-labelledby={labelledBy}
          min={type.minimum}
          max={type.maximum}
          suffix={` ${type.unit}`}
          allowDecimal={false}
          value={Number(value)}
          onChange={(next) => onChange(typeof next === 'number' ? next : (type.minimum ?? 0))}
        />
      );
    case 'weekly-hours':
      return <HoursEditor value={String(value)} onChange={onChange} labelledBy={labelledBy} readOnly={readOnly} />;
    case 'pattern':
      return (
        <PatternField
          value={String(value)}
          onChange={onChange}
          {...(type.maxLength === undefined ? {} : { maxLength: type.maxLength })}
          {...(type.emptyMeans === undefined ? {} : { emptyMeans: type.emptyMeans })}
          labelledBy={labelledBy}
          readOnly={readOnly}
        />
      );
    default:
      return (
        <TextInput
          size="xs"
          w={220}
          readOnly={readOnly}
          aria-labelledby={labelledBy}
          placeholder={type.example ?? type.emptyMeans}
          maxLength={type.maxLength}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
