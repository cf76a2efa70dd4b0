import type { ScopeChain } from '../script/page-script.ts';
import { childrenOf, type XmlElement } from '../xml/element.ts';

const itemNames = ['block', 'field', 'initial', 'subdialog', 'object', 'record', 'transfer'];

export interface FormItem {
  element: XmlElement;
  variable: string;
  prompts: number;
}

export interface Dialog {
  element: XmlElement;
  scope: number;
  chain: ScopeChain;
  items: FormItem[];
  counts: Map<XmlElement, Map<string, number>>;
  reprompt: boolean;
}

export function itemsOf(element: XmlElement): FormItem[] {
  if (element.name === 'menu') return [{ element, variable: '$menu', prompts: 1 }];
  return childrenOf(element, ...itemNames).map((child, index) => ({
    element: child,
    variable: child.attributes.get('name') ?? `$item${index}`,
    prompts: 1,
  }));
}

export function isInput({ element }: FormItem): boolean {
  return ['field', 'subdialog', 'object', 'record', 'transfer'].includes(element.name);
}
