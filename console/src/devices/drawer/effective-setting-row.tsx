import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Badge, Box, Button, Collapse, Group, Text } from '@mantine/core';
import { useId } from 'react';
import type { EffectiveSetting, SettingCandidate, SettingDefinition } from '../../api/types';
import { AnchorLink } from '../../components/links';
import { RelativeTime } from '../../components/relative-time';
import { mergeInWords, valueInWords } from '../../policies/setting-words';
import classes from './effective-setting-row.module.css';

interface EffectiveSettingRowProps {
  definition: SettingDefinition;
  setting: EffectiveSetting;
  inConflict: boolean;
  isOpen: boolean;
  onToggle: () => void;
}

/** One value that holds, where it comes from, and on request why: who else wanted something, and by which rule he was not heard. */
export function EffectiveSettingRow({ definition, setting, inConflict, isOpen, onToggle }: EffectiveSettingRowProps) {
  const panelId = useId();
  const isConfigured = setting.source !== 'default';
  const { shadowed } = setting;
  return (
    <Box className={classes.row} data-open={isOpen || undefined}>
      <Box className={classes.line}>
        <Text size="sm">{definition.title}</Text>
        <Group gap={6}>
          <Text size="sm" fw={isConfigured ? 600 : 400} c={isConfigured ? undefined : 'dimmed'}>
            {valueInWords(definition, setting.value)}
          </Text>
          {inConflict && (
            <Badge size="sm" color="orange" variant="light" tt="none">
              <Trans>Conflict</Trans>
            </Badge>
          )}
        </Group>
        <Group gap={4} wrap="nowrap" justify="space-between" miw={0}>
          <Text size="xs" c="dimmed" component="div" miw={0}>
            {isConfigured ? <Source candidate={setting} settingKey={definition.key} /> : t`Default`}
            {shadowed.length > 0 && t` · ${shadowed.length} more ${plural(shadowed.length, { one: 'says', other: 'say' })} something`}
          </Text>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-expanded={isOpen}
            aria-controls={panelId}
            aria-label={t`Why ${definition.title} is ${valueInWords(definition, setting.value)}`}
            onClick={onToggle}
            style={{ flex: 'none' }}
          >
            <Trans>Why?</Trans>
          </Button>
        </Group>
      </Box>
      <Collapse id={panelId} expanded={isOpen}>
        <Box className={classes.why}>
          <Text size="sm">{reasonInWords(definition, setting)}</Text>
          {setting.source === 'override' && <OverrideFacts candidate={setting} />}
          {shadowed.length > 0 && (
            <>
              <Text size="xs" fw={600} mt="xs">
                {definition.merge === 'intersection' ? t`What is merged with it` : t`Said, and not what holds`}
              </Text>
              <Box component="ul" className={classes.shadowed}>
                {shadowed.map((candidate, index) => (
                  <li key={index}>
                    <Text size="sm" span fw={600} td={isOverruled(definition, setting, candidate) ? 'line-through' : undefined}>
                      {valueInWords(definition, candidate.value)}
                    </Text>{' '}
                    <Text size="xs" c="dimmed" span>
                      <Source candidate={candidate} settingKey={definition.key} />
                    </Text>
                    {candidate.source === 'override' && <OverrideFacts candidate={candidate} />}
                  </li>
                ))}
              </Box>
            </>
          )}
          <Text size="xs" c="dimmed" mt="xs">
            <Trans>Default: {valueInWords(definition, definition.default)}. {mergeInWords(definition) ?? t`The first in rank holds: an override, then the higher priority, then a policy for a device group.`}</Trans>
          </Text>
        </Box>
      </Collapse>
    </Box>
  );
}

/** Whether a value that somebody wants came to nothing: not where it is the same, nor where all of them together made one. */
function isOverruled({ merge }: SettingDefinition, { value }: EffectiveSetting, candidate: SettingCandidate): boolean {
  return merge !== 'intersection' && candidate.value !== value;
}

/** Which rule made this value hold. */
function reasonInWords(definition: SettingDefinition, { source, shadowed }: EffectiveSetting): string {
  if (source === 'default') return t`No policy, override or lock says anything about it: the default of the product holds.`;
  if (source === 'lock') return t`Locked for the whole installation; locks stand above policies and overrides.`;
  if (source === 'override') return t`Set for this device alone.`;
  if (shadowed.length === 0) return t`It is the only policy of this device that says anything about it.`;
  if (definition.merge === 'intersection') return t`Several say something about it, and what all of them allow holds.`;
  if (definition.merge === 'strictest') return t`Several say something about it, and the strictest holds.`;
  if (mergeInWords(definition)) return t`Several say something about it, and it is merged.`;
  return t`It is the first in rank.`;
}

/** By which path a value reaches the device; the policy's name leads to this very setting of it. */
function Source({ candidate, settingKey }: { candidate: Omit<SettingCandidate, 'value'>; settingKey: string }) {
  const { source, policyId, policyName, packageId, packageName, deviceGroupName } = candidate;
  if (source === 'lock') return <AnchorLink to="/settings/locks" inherit underline="always"><Trans>Locked</Trans></AnchorLink>;
  if (source === 'override') return t`Override of this device`;
  return (
    <>
      {policyId ? (
        <AnchorLink underline="always" to="/policies/$policyId" params={{ policyId }} search={{ setting: settingKey }} inherit>
          {policyName ?? t`Policy`}
        </AnchorLink>
      ) : (
        policyName
      )}
      {packageId && (
        <>
          <Trans>{' in '}
          <AnchorLink underline="always" to="/packages/$packageId" params={{ packageId }} inherit>
            {packageName ?? t`a package`}
          </AnchorLink></Trans>
        </>
      )}
      {deviceGroupName && t`, only ${deviceGroupName}`}
    </>
  );
}

function OverrideFacts({ candidate: { reason, authorName, expiresAt } }: { candidate: Omit<SettingCandidate, 'value' | 'source'> }) {
  return (
    <Text size="xs" c="dimmed">
      {[authorName, reason && `“${reason}”`].filter(Boolean).join(': ')}
      {expiresAt && (
        <>
          <Trans>, ends <RelativeTime inherit at={expiresAt} /></Trans>
        </>
      )}
    </Text>
  );
}
