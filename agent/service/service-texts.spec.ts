import { plistText } from './launchd-service.js';
import { unitText } from './systemd-service.js';
import { taskXml, windowsArgument } from './windows-task.js';

describe('the definition of the service', () => {
  it('quotes for systemd what systemd would expand', () => {
    const unit = unitText(['/usr/local/bin/latchkey-agent', 'run', '--state-dir', '/var/a b/$x%y"z']);
    expect(unit).toContain('ExecStart="/usr/local/bin/latchkey-agent" "run" "--state-dir" "/var/a b/$$x%%y\\"z"\n');
    expect(unit).toContain('Restart=on-failure');
  });

  it('escapes for launchd what XML would read', () => {
    expect(plistText(['/usr/local/bin/latchkey-agent', 'run', '--state-dir', '/a<b>&c'])).toContain(
      '<string>/a&lt;b&gt;&amp;c</string>',
    );
  });

  it('starts on Windows with the system, for ever, as SYSTEM', () => {
    const xml = taskXml('C:\\Program Files\\Latchkey\\latchkey-agent.exe', [
      'run',
      '--state-dir',
      'C:\\Program Data\\x',
    ]);
    expect(xml).toContain('<Command>C:\\Program Files\\Latchkey\\latchkey-agent.exe</Command>');
    expect(xml).toContain('<Arguments>run --state-dir &quot;C:\\Program Data\\x&quot;</Arguments>');
    expect(xml).toContain('<UserId>S-1-5-18</UserId>');
    expect(xml).toContain('<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>');
  });

  it.each([
    ['plain', 'plain'],
    ['two words', '"two words"'],
    ['', '""'],
    ['a "quoted" word', '"a \\"quoted\\" word"'],
    ['C:\\ends in\\', '"C:\\ends in\\\\"'],
  ])('passes the argument %j as %s', (word, passed) => {
    expect(windowsArgument(word)).toBe(passed);
  });
});
