import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ByPeople, CurrentOperator, type Operator, OperatorSessions, Requires } from '../../accounts/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ShownOnce } from '../../platform/http/index.js';
import { SupportPlacesView } from '../away/support-place.view.js';
import { supportPlaces } from '../away/support-places.js';
import { endAsHost, sayAsHost, takeSession, transferSession, writeNote } from './act-in-session.js';
import { CreateSession } from './create-session.js';
import { listSupportSessions, supportSessionInDetail } from './read-sessions.js';
import { CreateSupportSessionBody, InviteGuestBody, SayBody, TransferBody } from './support-session.body.js';
import { SupportSessionQuery } from './support-session.query.js';
import { NewSupportCodeView, NewSupportSessionView, SupportSessionDetailView, SupportSessionPage } from './support-session.view.js';

/** Help for somebody whose device is not managed. Only people host: an API key lets nobody in. */
@ApiTags('support sessions')
@Controller('api/v1/support-sessions')
@Requires('support-sessions.host')
export class SupportSessionsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sessions: OperatorSessions,
    private readonly creating: CreateSession,
  ) {}

  /** The queue, what goes on, and what is over: at sites in scope, and one's own. */
  @Get()
  async list(@CurrentOperator() operator: Operator, @Query() query: SupportSessionQuery): Promise<SupportSessionPage> {
    return listSupportSessions(this.unit.reads, operator, query);
  }

  /** Where else than here sessions can be held. */
  @Get('places')
  async places(): Promise<SupportPlacesView> {
    return { items: await supportPlaces(this.unit.reads) };
  }

  /** Code and link are answered this once. */
  @Post()
  @ByPeople()
  @ShownOnce()
  async create(@CurrentOperator() operator: Operator, @Body() body: CreateSupportSessionBody): Promise<NewSupportSessionView> {
    return this.creating.run(operator, body);
  }

  @Get(':id')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<SupportSessionDetailView> {
    return supportSessionInDetail(this.unit.reads, operator, id);
  }

  /** Ends it for everybody. */
  @Delete(':id')
  @HttpCode(204)
  @ByPeople()
  async end(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<void> {
    await this.unit.run((tx) => endAsHost(tx, operator, id));
  }

  /** Another code; earlier ones are void. */
  @Post(':id/codes')
  @ByPeople()
  @ShownOnce()
  async code(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<NewSupportCodeView> {
    return this.creating.anotherCode(operator, id);
  }

  /** By e-mail; what has become of it is in the session's `invitations`. */
  @Post(':id/invite')
  @HttpCode(200)
  @ByPeople()
  async invite(@CurrentOperator() operator: Operator, @Param('id') id: string, @Body() body: InviteGuestBody): Promise<SupportSessionDetailView> {
    await this.creating.invite(operator, id, body);
    return supportSessionInDetail(this.unit.reads, operator, id);
  }

  @Post(':id/messages')
  @HttpCode(200)
  @ByPeople()
  async say(@CurrentOperator() operator: Operator, @Param('id') id: string, @Body() { text }: SayBody): Promise<SupportSessionDetailView> {
    return this.done(operator, id, (tx) => sayAsHost(tx, operator, id, text));
  }

  /** For hosts only; no guest sees it. */
  @Post(':id/notes')
  @HttpCode(200)
  @ByPeople()
  async note(@CurrentOperator() operator: Operator, @Param('id') id: string, @Body() { text }: SayBody): Promise<SupportSessionDetailView> {
    return this.done(operator, id, (tx) => writeNote(tx, operator, id, text));
  }

  /** Takes what waits in the queue. */
  @Post(':id/take')
  @HttpCode(200)
  @ByPeople()
  async take(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<SupportSessionDetailView> {
    return this.done(operator, id, (tx) => takeSession(tx, operator, id));
  }

  /** Hands it on to somebody else. */
  @Post(':id/transfer')
  @HttpCode(204)
  @ByPeople()
  async transfer(@CurrentOperator() operator: Operator, @Param('id') id: string, @Body() { userId }: TransferBody): Promise<void> {
    await this.unit.run((tx) => transferSession(tx, this.sessions, operator, id, userId));
  }

  private async done(operator: Operator, id: string, work: (tx: Tx) => Promise<void>): Promise<SupportSessionDetailView> {
    await this.unit.run(work);
    return supportSessionInDetail(this.unit.reads, operator, id);
  }
}
