import { z } from 'zod';

import { customerCalls } from '../../app/grant-access.ts';
import type { App } from '../../app/ports.ts';
import { serviceNamed } from '../../app/services.ts';
import type { CallbackRecord } from '../../callback/record.ts';

/** What an app shows, and does, next (GMS 8.5, dialog objects). */
export const dialogObject = z
  .looseObject({
    _id: z.string().meta({ description: 'cannot be guessed: who knows it may read and cancel the callback' }),
    _dialog_id: z.string().optional(),
    _action: z.enum(['DialNumber', 'ConfirmationDialog']).optional(),
    _label: z.string().optional(),
    _tel_url: z.string().optional().meta({ description: 'dial it' }),
    _access_number: z.string().optional().meta({ description: 'the number to call' }),
    _access_code: z.string().optional().meta({ description: 'what to key then' }),
    _expiration_time: z.iso.datetime().optional().meta({ description: 'until when the call is expected' }),
    _text: z.string().optional(),
    _ok_title: z.string().optional(),
  })
  .meta({ id: 'DialogObject' });

/** The number to call, or what to wait for. */
export function dialogOf(app: App, record: CallbackRecord): z.infer<typeof dialogObject> {
  const { id, access, options } = record;
  if (access)
    return {
      ...{ _id: id, _dialog_id: id, _action: 'DialNumber' },
      _label: `Call ${access.number}`,
      _tel_url: `tel:${access.number.replace(/[^\d+*#]/g, '')}`,
      _access_number: access.number,
      ...(access.code !== null && { _access_code: access.code }),
      _expiration_time: new Date(access.expiresAt).toISOString(),
    };
  const text = customerCalls(options)
    ? 'You will be told when to call.'
    : `We will call you from ${serviceNamed(app, record.service).callerId.number}.`;
  return { _id: id, _dialog_id: id, _action: 'ConfirmationDialog', _text: text, _ok_title: 'OK' };
}
