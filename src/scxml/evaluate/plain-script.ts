import type { AssignmentExpression, Program } from 'acorn';

import {
  compile,
  locationAt,
  LONGEST_SOURCE,
  type PlainExpression,
  type PlainLocation,
} from './plain-expression.ts';
import { programOf } from './script-source.ts';

/** A script that gives variables plain values, one after the other, and declares functions. */
export interface PlainScript {
  assignments: { place: PlainLocation; value: PlainExpression }[];
  /** Names of the functions it declares. */
  functions: string[];
}

/** Null for a script that does more than that. */
export function plainScript(source: string): PlainScript | null {
  const program = source.length > LONGEST_SOURCE ? null : programOf(source);
  return program && partsOf(program);
}

function partsOf({ body }: Program): PlainScript | null {
  const script: PlainScript = { assignments: [], functions: [] };
  for (const node of body) {
    if (node.type === 'FunctionDeclaration') script.functions.push(node.id.name);
    else if (node.type === 'ExpressionStatement' && node.expression.type === 'AssignmentExpression') {
      const assignment = assignmentOf(node.expression);
      if (!assignment) return null;
      script.assignments.push(assignment);
    } else if (node.type !== 'EmptyStatement') return null;
  }
  return script;
}

function assignmentOf({ operator, left, right }: AssignmentExpression): PlainScript['assignments'][0] | null {
  const place = operator === '=' ? locationAt(left) : null;
  const value = compile(right);
  return place && value && { place, value };
}
