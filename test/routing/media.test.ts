import { describe, expect, it } from 'vitest';

import type { MediumRule } from '../../src/routing/media.ts';
import { agent, Desk, told } from './desk.ts';

const chat: MediumRule = { slots: 3, besideCalls: 1 };
const desk = (media: Record<string, MediumRule> = { chat }): Desk => new Desk([{ ...agent('1001'), media }]);

describe('an agent who also chats', () => {
  it('gets calls beside as many chats as go with them, and none beside more', () => {
    const one = desk();
    one.medium('1001', 'chat-1', 'chat');
    expect(told(one.submit('a'))).toEqual(['a->1001']);
    const two = desk();
    two.medium('1001', 'chat-1', 'chat');
    two.medium('1001', 'chat-2', 'chat');
    expect(told(two.submit('a'))).toEqual([]);
    expect(told(two.medium('1001', 'chat-1', null))).toEqual(['a->1001']);
  });

  it('takes no more chats than there are slots, and beside a call no more than go with it', () => {
    const one = desk();
    for (const slot of ['1', '2', '3']) one.medium('1001', slot, 'chat');
    expect(() => one.medium('1001', '4', 'chat')).toThrow('all 3 slots are taken');
    const two = desk();
    two.submit('a');
    two.medium('1001', '1', 'chat');
    expect(() => two.medium('1001', '2', 'chat')).toThrow('beside a call there are 1 slots');
  });

  it('takes a slot once, however often it is taken, and gives back what was not taken', () => {
    const one = desk();
    for (let time = 0; time < 5; time++) one.medium('1001', 'chat-1', 'chat');
    one.medium('1001', 'other', null);
    expect(one.agent('1001').media).toEqual({ 'chat-1': 'chat' });
  });

  it('takes none when not there, and none of a medium that is not configured', () => {
    const one = desk();
    expect(() => one.medium('1001', '1', 'email')).toThrow('the agent has no slots of it');
    expect(() => one.medium('1001', '1', '__proto__')).toThrow('the agent has no slots of it');
    one.set('1001', 'not-ready');
    expect(() => one.medium('1001', '1', 'chat')).toThrow('the agent is not-ready');
    expect(() => one.medium('9999', '1', 'chat')).toThrow('9999');
  });

  it('is not counted among the ready while too busy for calls', () => {
    const one = desk();
    one.medium('1001', '1', 'chat');
    one.medium('1001', '2', 'chat');
    one.submit('a', {
      target: '[{"target":"1001","stat_to_check":"RStatAgentsReady","stat_operator":">","stat_value":0}]',
    });
    expect(one.entry('a')?.mode).toBe('waiting');
  });
});
