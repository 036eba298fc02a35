import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import {
  Box,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { devices } from './plan-words';
import {
  NIGHTS,
  WAVE_PLANS,
  wavesRefusal,
  type RolloutDraft,
  type WavePlan,
} from './rollout-draft';
import { WindowFields } from './window-fields';

interface RolloutChoicesProps {
  draft: RolloutDraft;
  onChange: (draft: RolloutDraft) => void;
  /** More devices than this go in waves. */
  limit: number;
}

/** How a large change goes through the fleet: waves, soak, rate and maintenance window. */
export function RolloutChoices({ draft, onChange, limit }: RolloutChoicesProps) {
  const change = (patch: Partial<RolloutDraft>) => onChange({ ...draft, ...patch });
  return (
    <Box component="section" aria-label={t`Rollout`}>
      <Title order={3}><Trans>Rollout</Trans></Title>
      <Text size="sm" c="dimmed" mb="xs">
        <Trans>More than {devices(limit)} change in waves: each is watched before the next one opens, and failures stop them.</Trans>
      </Text>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: draft.wavePlan === 'custom' ? 2 : 1 }} spacing="sm">
          <Select
            label={t`Waves`}
            allowDeselect={false}
            data={Object.entries(WAVE_PLANS).map(([value, { label }]) => ({ value, label }))}
            value={draft.wavePlan}
            onChange={(value) => value && change({ wavePlan: value as WavePlan })}
            comboboxProps={{ zIndex: 400 }}
          />
          {draft.wavePlan === 'custom' && (
            <TextInput
              label={t`Sizes of the waves`}
              value={draft.customWaves}
              error={wavesRefusal(draft.customWaves)}
              onChange={(event) => change({ customWaves: event.currentTarget.value })}
            />
          )}
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <NumberInput
            label={t`Watch each wave for`}
            placeholder={t`As usual`}
            suffix={t` min`}
            min={0}
            max={10_080}
            value={draft.soakMinutes}
            onChange={(value) => change({ soakMinutes: typeof value === 'number' ? value : '' })}
          />
          <NumberInput
            label={t`Devices a minute, at most`}
            placeholder={t`As usual`}
            min={1}
            max={1_000_000}
            allowDecimal={false}
            value={draft.ratePerMinute}
            onChange={(value) => change({ ratePerMinute: typeof value === 'number' ? value : '' })}
          />
        </SimpleGrid>
        <Switch
          label={t`Only in a maintenance window`}
          description={t`In the time zone of each site.`}
          checked={draft.window !== null}
          onChange={(event) => change({ window: event.currentTarget.checked ? NIGHTS : null })}
        />
        {draft.window && <WindowFields window={draft.window} onChange={(window) => change({ window })} />}
      </Stack>
    </Box>
  );
}
