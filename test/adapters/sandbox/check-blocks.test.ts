/** The checker that looks over every message and view in the tests finds what Slack would refuse. */
import { describe, expect, it } from 'vitest'
import {
  checkBlocks,
  checkMessage,
  checkSubmissionAnswer,
  checkSuggestions,
  checkView,
} from '../../../src/adapters/sandbox/check-blocks.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const button = (id: string, more: object = {}) => ({
  type: 'button',
  action_id: id,
  text: plain('はい'),
  ...more,
})
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
const actions = (...elements: object[]) => ({ type: 'actions', elements })
const input = (id: string, element: object) => ({
  type: 'input',
  block_id: id,
  label: plain('名前'),
  element: { action_id: 'v', ...element },
})
const modal = (more: object) => ({
  type: 'modal',
  title: plain('請求'),
  submit: plain('登録'),
  blocks: [section('a')],
  ...more,
})
const options = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ text: plain(`${n}`), value: `${n}` }))

describe('a message', () => {
  it('of every block within its limits is taken', () => {
    const blocks = [
      { type: 'header', text: plain('x'.repeat(150)) },
      section('x'.repeat(3_000)),
      { type: 'section', fields: Array.from({ length: 10 }, () => ({ type: 'mrkdwn', text: 'f' })) },
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'c' }] },
      { type: 'divider' },
      actions(button('a', { value: 'x'.repeat(2_000) }), button('b', { style: 'danger' })),
      {
        type: 'section',
        text: plain('s'),
        accessory: { type: 'overflow', action_id: 'o', options: options(5) },
      },
    ]
    expect(checkMessage({ text: 't', blocks })).toEqual([])
  })

  it.each([
    ['51 blocks', Array.from({ length: 51 }, () => section('a'))],
    ['a section of 3,001 characters', [section('x'.repeat(3_001))]],
    ['an empty section', [section('')]],
    ['a header of 151 characters', [{ type: 'header', text: plain('x'.repeat(151)) }]],
    ['a header in mrkdwn', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }]],
    ['11 fields', [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('f')) }]],
    ['no elements in actions', [actions()]],
    ['26 buttons in one block', [actions(...Array.from({ length: 26 }, (_, n) => button(`${n}`)))]],
    ['a button of 76 characters', [actions(button('a', { text: plain('x'.repeat(76)) }))]],
    ['a button value of 2,001 characters', [actions(button('a', { value: 'x'.repeat(2_001) }))]],
    ['a button in another colour', [actions(button('a', { style: 'blue' }))]],
    ['one action id twice in a block', [actions(button('a'), button('a'))]],
    [
      'one block id twice',
      [
        { ...section('a'), block_id: 'x' },
        { ...section('b'), block_id: 'x' },
      ],
    ],
    [
      'a confirm title of 101 characters',
      [
        actions(
          button('a', {
            confirm: {
              title: plain('x'.repeat(101)),
              text: plain('t'),
              confirm: plain('y'),
              deny: plain('n'),
            },
          }),
        ),
      ],
    ],
    ['six entries of an overflow', [actions({ type: 'overflow', action_id: 'o', options: options(6) })]],
    [
      'an initial option that is none',
      [
        actions({
          type: 'static_select',
          action_id: 's',
          options: options(2),
          initial_option: { text: plain('9'), value: '9' },
        }),
      ],
    ],
    ['13,001 characters over all', Array.from({ length: 5 }, () => section('x'.repeat(2_600)))],
    ['a block nobody knows', [{ type: 'sparkles' }]],
  ])('with %s is refused', (_, blocks) => {
    expect(checkBlocks(blocks)).not.toEqual([])
  })

  it('without a text for notifications is refused', () => {
    expect(checkMessage({ blocks: [section('a')] })).not.toEqual([])
  })
})

describe('a view', () => {
  it('within its limits is taken', () => {
    const blocks = [
      ...Array.from({ length: 98 }, () => section('a')),
      input('name', { type: 'plain_text_input', max_length: 60 }),
      input('due', { type: 'datepicker', initial_date: '2026-12-25' }),
    ]
    expect(checkView(modal({ blocks, private_metadata: 'x'.repeat(3_000) }))).toEqual([])
    expect(checkView({ type: 'home', blocks })).toEqual([])
  })

  it.each([
    ['a title of 25 characters', { title: plain('x'.repeat(25)) }],
    ['101 blocks', { blocks: Array.from({ length: 101 }, () => section('a')) }],
    ['3,001 characters of private metadata', { private_metadata: 'x'.repeat(3_001) }],
    [
      'inputs without a submit',
      {
        submit: undefined,
        blocks: [input('a', { type: 'plain_text_input' })],
      },
    ],
    [
      'a day written another way',
      {
        blocks: [input('a', { type: 'datepicker', initial_date: '2026/12/25' })],
      },
    ],
    [
      'an option of 76 characters',
      {
        blocks: [
          input('a', { type: 'static_select', options: [{ text: plain('x'.repeat(76)), value: 'a' }] }),
        ],
      },
    ],
    [
      'two inputs of one block id',
      {
        blocks: [input('a', { type: 'plain_text_input' }), input('a', { type: 'plain_text_input' })],
      },
    ],
    [
      'two that take the focus',
      {
        blocks: [
          input('a', { type: 'plain_text_input', focus_on_load: true }),
          input('b', { type: 'plain_text_input', focus_on_load: true }),
        ],
      },
    ],
  ])('with %s is refused', (_, more) => {
    expect(checkView(modal(more))).not.toEqual([])
  })
})

describe('an answer', () => {
  it('of at most 100 suggestions is taken', () => {
    expect(checkSuggestions({ options: options(100) })).toEqual([])
    expect(checkSuggestions({ options: [] })).toEqual([])
    expect(checkSuggestions({ options: options(101) })).not.toEqual([])
    expect(checkSuggestions({})).not.toEqual([])
  })

  it('about errors names input blocks of the view that was submitted', () => {
    const view = modal({ blocks: [section('a'), input('name', { type: 'plain_text_input' })] })
    const errors = (at: object) => ({ response_action: 'errors', errors: at })
    expect(checkSubmissionAnswer(errors({ name: '入力してください' }), view)).toEqual([])
    expect(checkSubmissionAnswer(errors({ other: 'x' }), view)).not.toEqual([])
    expect(checkSubmissionAnswer(errors({ name: '' }), view)).not.toEqual([])
    expect(
      checkSubmissionAnswer({ response_action: 'update', view: modal({ title: plain('') }) }, view),
    ).not.toEqual([])
  })
})
