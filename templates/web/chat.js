// Makes the sandbox's chat quicker to use; all of it works without this.
'use strict'
const pane = (id) => document.getElementById(id)
const scrollDown = () => { for (const box of document.querySelectorAll('.messages')) box.scrollTop = box.scrollHeight }
scrollDown()

const enhance = (root) => {
  // A menu acts as soon as something is chosen.
  for (const input of root.querySelectorAll('[data-acts]')) {
    const button = input.parentElement.querySelector('button')
    if (button) button.hidden = true
    input.addEventListener('change', () => input.form.requestSubmit())
  }
  for (const button of root.querySelectorAll('[data-shut]')) {
    button.hidden = false
    button.addEventListener('click', () => { button.closest('details').open = false })
  }
}
enhance(document)

// Whoever is asked something goes on there.
document.querySelector('.modal .error, .modal-body')?.scrollIntoView?.({ block: 'nearest' })
if (document.querySelector('.modal') !== null) document.activeElement?.blur?.()

for (const input of document.querySelectorAll('.clip input'))
  input.addEventListener('change', () => { input.parentElement.querySelector('.chosen').textContent = input.files[0]?.name ?? '' })

// Suggestions appear while somebody types.
for (const box of document.querySelectorAll('.suggest')) {
  const [input, button] = box.querySelectorAll('input, .row-tight button')
  const found = box.querySelector('.found')
  button.hidden = true
  let timer
  const ask = async () => {
    const { block, action } = box.dataset
    const as = input.form.elements.as.value
    const answer = await fetch('/sandbox/chat/suggest.json', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as, block, action, typed: input.value }),
    })
    const { options } = await answer.json()
    found.replaceChildren(...options.map((option) => {
      const choice = document.createElement('button')
      choice.name = 'press'
      choice.formNoValidate = true
      choice.value = `pick|${block}|${action}|${option.value}`
      choice.textContent = option.text.text
      if (option.description) {
        const small = document.createElement('small')
        small.textContent = option.description.text
        choice.append(small)
      }
      return choice
    }))
  }
  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, 200) })
  input.addEventListener('focus', () => { if (found.childElementCount === 0) ask() })
}

// What others do is seen without asking for it, unless somebody is filling something in.
let seen = document.body.dataset.changes
setInterval(async () => {
  if (document.hidden || document.querySelector('.modal, .pop[open]')) return
  const { changes } = await (await fetch('/sandbox/chat/changes.json')).json()
  if (String(changes) === seen) return
  seen = String(changes)
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html')
  for (const id of ['messages', 'replies']) {
    const fresh = page.getElementById(id)
    if (fresh === null || pane(id) === null) continue
    pane(id).replaceWith(fresh)
    enhance(fresh)
  }
  const home = page.querySelector('.home')
  if (home !== null) { document.querySelector('.home').replaceWith(home); enhance(home) }
  scrollDown()
}, 1500)
