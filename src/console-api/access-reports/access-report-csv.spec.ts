import { accessReportCsv } from './access-report-csv.js';
import type { AccessReportView, AccessView } from './access-report.view.js';

const access: AccessView = {
  openedAt: new Date('2026-11-26T09:00:00Z'), endedAt: new Date('2026-11-26T09:05:00Z'), seconds: 300, operatorName: 'Theo Brandt', deviceName: 'till', mode: 'terminal', reason: null, endReason: 'closed',
};
const csv = (...items: AccessView[]) => accessReportCsv({ items } as unknown as AccessReportView).split('\r\n');

describe('an access report as a table', () => {
  it('has a line for each session, and a heading', () => {
    expect(csv(access)).toEqual([
      'opened (UTC),ended (UTC),seconds,who,device,how,why,ended by',
      '2026-11-26T09:00:00.000Z,2026-11-26T09:05:00.000Z,300,Theo Brandt,till,terminal,,closed',
      '',
    ]);
  });

  it.each([
    ['a formula', '=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['a plus', '+1', `'+1`],
    ['an at', '@SUM(A1)', `'@SUM(A1)`],
    ['a comma', 'till, front', '"till, front"'],
    ['a new line', 'till\r\n=1', '"till\r\n=1"'],
  ])('lets a device named like %s be no more than a name', (_, deviceName, cell) => {
    expect(accessReportCsv({ items: [{ ...access, deviceName }] } as unknown as AccessReportView)).toContain(`,${cell},terminal`);
  });
});
