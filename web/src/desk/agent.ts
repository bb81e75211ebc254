//! What the shell loads for an agent: the workplace, and the bar that shows its telephone on every page.

export { default as PhoneBar } from './PhoneBar.svelte';
export { Workplace } from './workplace.svelte';
