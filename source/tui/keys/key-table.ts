import type {View} from '../view.ts';
import {layerOf, type Binding} from './binding.ts';
import {decideBindings} from './decide-bindings.ts';
import {dialogBindings} from './dialog-bindings.ts';
import {lookBindings} from './look-bindings.ts';
import {scrollBindings} from './scroll-bindings.ts';

/**
Every key there is: what handles it, what the help says of it and what the footer offers come from here.
*/
export const keyTable: readonly Binding[] = [...decideBindings, ...scrollBindings, ...lookBindings, ...dialogBindings];

/**
The bindings of the topmost layer.
*/
export const activeBindings = ({ui}: Pick<View, 'ui'>): Binding[] => {
	const layer = layerOf(ui);
	return keyTable.filter(({layers}) => layers.includes(layer));
};
