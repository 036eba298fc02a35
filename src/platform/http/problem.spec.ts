import { NotFoundException } from '@nestjs/common';
import { DomainError } from '../errors/domain-error.js';
import { problemFrom } from './problem.js';

describe('a problem document', () => {
  it('says code, title, fields and the request', () => {
    const refusal = new DomainError('API-INPUT-01', 'Wrong.', {
      errors: [{ pointer: '/name', rule: 'length', message: 'is too long' }],
    });
    expect(problemFrom(refusal, 'r-1')).toMatchObject({
      status: 400,
      isBug: false,
      body: {
        code: 'API-INPUT-01',
        title: 'Invalid input',
        detail: 'Wrong.',
        errors: [{ pointer: '/name' }],
        requestId: 'r-1',
      },
    });
  });

  it.each([
    { error: new DomainError('RA-LCH-02', 'Off.'), status: 403 },
    { error: new DomainError('RA-INS-01', 'Away.'), status: 503 },
    { error: new NotFoundException(), status: 404 },
    { error: Object.assign(new Error(), { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }), status: 413 },
    { error: Object.assign(new Error(), { code: 'ECONNREFUSED' }), status: 503 },
    { error: Object.assign(new Error(), { driverError: { code: '57P01' } }), status: 503 },
  ])('carries the status $status of $error', ({ error, status }) => {
    expect(problemFrom(error, 'r')).toMatchObject({ status, isBug: false });
  });

  it.each([
    new Error('secret: hunter2'),
    null,
    'text',
    Object.assign(new Error('x'), { driverError: { code: '42P01', message: 'no such table' } }),
  ])('of a bug tells nothing but the request: %s', (error) => {
    const problem = problemFrom(error, 'r-2');
    expect(problem).toMatchObject({ status: 500, isBug: true, body: { code: 'API-BUG-01', requestId: 'r-2' } });
    expect(JSON.stringify(problem.body)).not.toMatch(/hunter2|table/);
  });
});
