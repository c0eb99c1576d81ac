import {ambiguityDamages} from './ambiguity.ts';
import {comboOf} from './combo.ts';
import {contextDamages} from './context.ts';
import {all, type Damage} from './damage.ts';
import {dressingDamages} from './dressing.ts';
import {elidedDamages} from './elided.ts';
import {endingDamages} from './endings.ts';
import {existingDamages} from './existing.ts';
import {headerDamages} from './headers.ts';
import {markerDamages} from './marker-variants.ts';
import {orderDamages} from './order.ts';
import {relocationDamages} from './relocation.ts';
import {staleDamages} from './stale.ts';
import {truncatedDamages} from './truncated.ts';
import {whitespaceDamages} from './whitespace.ts';

const single: readonly Damage[] = [
	{name: 'none', formats: all, apply: draft => draft},
	...headerDamages,
	...whitespaceDamages,
	...contextDamages,
	...staleDamages,
	...endingDamages,
	...dressingDamages,
	...markerDamages,
	...orderDamages,
	...ambiguityDamages,
	...existingDamages,
	...relocationDamages,
	...elidedDamages,
	...truncatedDamages,
];

export const damages: readonly Damage[] = [...single, comboOf(single)];
