import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The description of the HTTP API, the same bytes for the same code. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Latchkey')
    .setDescription(
      'Remote access provisioned by policy. Refusals are RFC 9457 problem documents with a code of the status catalogue.',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addCookieAuth('latchkey_session')
    .build();
  const document = SwaggerModule.createDocument(app, description, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  return sorted(inWordsOf31(document as unknown as Json)) as unknown as OpenAPIObject;
}

/** The generator marks null in the way of 3.0; 3.1 has it as a type. */
function inWordsOf31(node: Json): Json {
  if (Array.isArray(node)) return node.map(inWordsOf31);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...plain } = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, inWordsOf31(value)]),
  );
  if (nullable !== true) return nullable === undefined || nullable === false ? plain : { ...plain, nullable };
  const { description, ...shape } = plain;
  const words: { [key: string]: Json } = description === undefined ? {} : { description };
  if (typeof shape['type'] === 'string' && shape['allOf'] === undefined) {
    const choices: { [key: string]: Json } = Array.isArray(shape['enum']) ? { enum: [...shape['enum'], null] } : {};
    return { ...words, ...shape, ...choices, type: [shape['type'], 'null'] };
  }
  const { type: _, allOf, ...rest } = shape;
  const one = Array.isArray(allOf) && allOf.length === 1 ? allOf[0]! : allOf === undefined ? rest : { allOf };
  return { ...words, anyOf: [one, { type: 'null' }] };
}

/** Paths and schemas in alphabetical order, so that moving code moves nothing here. */
function sorted(document: Json): Json {
  const { paths, components, ...rest } = document as {
    paths: { [key: string]: Json };
    components: { [key: string]: { [key: string]: Json } };
  };
  return {
    ...rest,
    paths: byKey(paths),
    components: Object.fromEntries(Object.entries(components).map(([kind, all]) => [kind, byKey(all)])),
  };
}

function byKey(object: { [key: string]: Json }): { [key: string]: Json } {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
