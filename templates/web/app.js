// Makes the pages quicker to use; each of them works without this.
'use strict'
const english = document.documentElement.lang === 'en'
const say = (ja, en) => (english ? en : ja)
const all = (selector) => [...document.querySelectorAll(selector)]

if ('serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js').catch(() => undefined)

// A button that copies what it names; without a clipboard it stays away.
for (const button of all('[data-copy]')) {
  if (!navigator.clipboard) continue
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy)
    const before = button.textContent
    button.textContent = button.dataset.copied
    setTimeout(() => { button.textContent = before }, 2000)
  })
}

// Files are dropped onto the place where they are chosen.
for (const zone of all('.drop')) {
  const input = zone.querySelector('input[type=file]')
  const name = zone.querySelector('.chosen')
  const show = () => { name.textContent = input.files.length > 0 ? input.files[0].name : '' }
  input.addEventListener('change', show)
  for (const kind of ['dragenter', 'dragover'])
    zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add('over') })
  for (const kind of ['dragleave', 'drop']) zone.addEventListener(kind, () => zone.classList.remove('over'))
  zone.addEventListener('drop', (event) => {
    event.preventDefault()
    if (event.dataTransfer.files.length === 0) return
    input.files = event.dataTransfer.files
    show()
  })
  show()
}

// How far the notices of a file are, as it happens.
for (const box of all('[data-progress]')) {
  const source = new EventSource(box.dataset.progress)
  source.addEventListener('progress', (event) => {
    const now = JSON.parse(event.data)
    for (const part of box.querySelectorAll('[data-count]')) part.textContent = now[part.dataset.count]
    const bar = box.querySelector('progress')
    bar.max = now.notices
    bar.value = now.sent
  })
  source.addEventListener('done', () => { source.close(); location.reload() })
}

// While a name is typed, customers billed before; once one is chosen, the rest of the form as it was.
for (const input of all('[data-suggest]')) {
  const list = document.getElementById(input.getAttribute('list'))
  let known = []
  let asked = 0
  const fill = () => {
    const found = known.find((each) => each.customer_name === input.value)
    if (found === undefined) return
    for (const [name, value] of Object.entries(found)) {
      const field = input.form.elements[name]
      if (field && value !== '' && (field.value === '' || field.tagName === 'SELECT')) field.value = value
    }
  }
  input.addEventListener('input', async () => {
    fill()
    asked += 1
    const mine = asked
    if (input.value.trim() === '') return
    const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(input.value)}`).catch(() => undefined)
    if (mine !== asked || answer === undefined || !answer.ok) return
    known = await answer.json()
    list.replaceChildren(...known.map(({ customer_name: value, email, subject }) => {
      const option = document.createElement('option')
      option.value = value
      option.label = [email, subject].filter((part) => part !== '').join('・')
      return option
    }))
    fill()
  })
}

// A form is sent only while the server answers: what was typed stays where it is.
for (const form of all('form[data-keep]')) {
  let isSure = false
  form.addEventListener('submit', async (event) => {
    if (isSure) return
    event.preventDefault()
    const { submitter } = event
    const answers = navigator.onLine && (await fetch('/healthz', { cache: 'no-store' }).then((answer) => answer.ok, () => false))
    if (answers) {
      isSure = true
      form.requestSubmit(submitter)
      return
    }
    const box = form.querySelector('.offline') ?? form.insertBefore(document.createElement('p'), form.querySelector('.row'))
    box.className = 'notice wrong offline'
    box.setAttribute('role', 'alert')
    box.textContent = say(
      'オフラインです。まだ送っていません。入力はこのまま残っています。つながったら、もう一度押してください。',
      'You are offline. Nothing was sent; what you typed stays here. Press again when you are connected.',
    )
  })
}

// Leaves for a list by choosing from one, without another press.
for (const select of all('select[data-go]')) select.addEventListener('change', () => select.form.requestSubmit())
