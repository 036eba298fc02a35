import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Modal, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { SupportGuest, SupportSessionDetail } from '../api/types';
import { useRight } from '../app/me';
import { FormFoot } from '../components/form-foot';
import { allSitesQuery } from '../sites/site-queries';
import { useOfferEnrolment } from './support-queries';

const ANSWERS: Record<SupportGuest['enrolment'], string> = { none: '', offered: t`Asked whether to manage this device`, allowed: t`May be managed`, refused: t`Does not want to be managed` };

/** Asks a guest whether his device may be managed from now on, for whoever may enrol devices. */
export function OfferEnrolment({ session, guest }: { session: SupportSessionDetail; guest: SupportGuest }) {
  const mayEnrol = useRight('sites.change');
  const [isAsking, setAsking] = useState(false);
  const [siteId, setSiteId] = useState(session.siteId);
  const sites = useQuery({ ...allSitesQuery(), enabled: isAsking });
  const offer = useOfferEnrolment(session.id);
  if (guest.enrolment !== 'none')
    return (
      <Text size="xs" c="dimmed">
        {ANSWERS[guest.enrolment]}
      </Text>
    );
  if (!mayEnrol || !guest.hasClient || guest.admittedAt === null) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (siteId) offer.mutate({ guestId: guest.id, siteId }, { onSuccess: () => setAsking(false) });
  };
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
        <Trans>Manage this device…</Trans>
      </Button>
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={t`Manage this device from now on?`}>
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm"><Trans>{guest.name} is asked on his own screen. If he agrees, his computer is told once how to enrol; his answer is recorded.</Trans></Text>
            <Select
              label={t`Site`}
              required
              searchable
              data={sites.data?.items.map(({ id, name, clientName }) => ({ value: id, label: `${clientName} › ${name}` })) ?? []}
              value={siteId}
              onChange={setSiteId}
            />
            <FormFoot saving={offer.isPending} save={t`Ask`} onCancel={() => setAsking(false)} />
          </Stack>
        </form>
      </Modal>
    </>
  );
}
