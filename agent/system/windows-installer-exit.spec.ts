import { readInstallerExit } from './windows-installer-exit.js';

describe('the exit code of a Windows installer', () => {
  it.each([0, 1707])('%i is success', (exit) => {
    expect(readInstallerExit(exit)).toEqual({ done: true, restartNeeded: false });
  });

  it.each([3010, 1641])('%i is success that wants a restart', (exit) => {
    expect(readInstallerExit(exit)).toEqual({ done: true, restartNeeded: true });
  });

  it.each([
    [1603, 'RA-MSI-01'],
    [1618, 'RA-MSI-02'],
    [1638, 'RA-MSI-03'],
    [1602, 'RA-MSI-04'],
    [1601, 'RA-MSI-05'],
    [1619, 'RA-MSI-06'],
    [1620, 'RA-MSI-06'],
    [1625, 'RA-MSI-07'],
    [1643, 'RA-MSI-07'],
    [1644, 'RA-MSI-07'],
    [1605, 'RA-MSI-08'],
    [1614, 'RA-MSI-08'],
    [1612, 'RA-MSI-09'],
    [1633, 'RA-MSI-10'],
    [1639, 'RA-MSI-11'],
    [87, 'RA-MSI-11'],
    [1604, 'RA-MSI-12'],
    [1622, 'RA-MSI-13'],
    [1632, 'RA-MSI-13'],
    [5, 'RA-MSI-14'],
    [42, 'RA-MSI-99'],
    [-1, 'RA-MSI-99'],
    [null, 'RA-MSI-99'],
  ])('%s is %s', (exit, errorCode) => {
    expect(readInstallerExit(exit)).toEqual({ errorCode });
  });
});
