/** What the editor of an exercise's code says; loaded with the first editor that is shown. */
export const codeTexts = {
  editor: {
    files: 'Files of the exercise',
    given: '{{file}}, read only',
    code: 'Code of {{file}}',
    codeReadOnly: 'Code of {{file}}, read only',
    loading: 'The editor is loading. You can write already.',
    failed:
      'The code editor could not be loaded, so this is a plain one. Your text is safe; reload the page to try again.',
    tabLeaves: '{{keys}}: Tab leaves the editor',
    tabIndents: '{{keys}}: Tab indents again',
    runs: '{{keys}}: run',
    problems_one: '{{count}} problem',
    problems_other: '{{count}} problems',
    noProblems: 'No problems',
    problemList: 'Problems',
    line: 'line {{line}}',
    tooLong: 'The file is too long: it has {{chars}} characters, and {{max}} are read. Shorten it.',
    yours: 'Your code',
    solution: 'Solution',
    diff: '{{file}}: your code beside the solution',
    same: '{{file}} is the same in both.',
    missing: 'There is no {{file}} here.',
  },
  exercise: {
    run: 'Run',
    running: 'Running…',
    ready: 'Nothing has run yet.',
    plays:
      'Press Run: your code plays {{who}}, in the shop’s own time, and the checks at the left judge the run.',
    ran: '{{passed}} of {{of}} checks passed, in {{ms}} ms.',
    solutionRan:
      'This was the solution: {{passed}} of {{of}} checks passed. Your code is unchanged.',
    stale: 'The code has changed since.',
    refused: 'The code does not compile.',
    wasEnded: 'The run was ended.',
    format: 'Format',
    compare: 'Compare',
    compareLater: 'Compare with the solution: first run a try of your own',
    reset: 'Reset',
    resetFile: 'Reset {{file}}',
    resetAll: 'Reset all files',
    undoReset: 'Undo the reset',
    download: 'Project',
    downloadHint: 'Download as a project that runs on Node.js with a real RabbitMQ',
    downloadFailed:
      'The project could not be made: {{detail}}. Reload the page and try again; your code is kept.',
    report: 'The last run',
    notCompiled: 'Nothing ran. Correct what is listed below the editor, then press Run.',
    idle: 'The run ended after {{seconds}} s: nothing more can happen.',
    timeOver:
      'The run ends here, after {{seconds}} s of the shop’s time; the code would have gone on.',
    exited: '{{process}} ended, with code {{code}}.',
    exitedWaiting:
      '{{process}} ended, with code 13: it still waited for a promise at its top level, and nothing was left that could settle it.',
    output: 'Output',
    thrown: '{{process}}: {{message}}',
    place: '{{file}}, line {{line}}',
    times_one: '{{count}} time',
    times_other: '{{count}} times',
    brokerThen: 'What the broker did then:',
    cutOff:
      'The last run may have taken this page with it. Nothing runs by itself: look at your code before you run it again.',
    newStart: 'The lesson has changed since you wrote this. Keep your code, or take the new start?',
    keepMine: 'Keep mine',
    takeNew: 'Take the new start',
    notRead: {
      damaged:
        'Your kept code is damaged and could not be read. It was put aside, and you start afresh.',
      'newer-version':
        'Your code was kept by a newer version of the workshop. It was put aside; reload the page to get that version.',
    },
    noSolution:
      'The solution could not be loaded: the network did not answer. Try again; your code is kept.',
    notKept: {
      refused:
        'This browser keeps nothing for this page: your code lasts until you close it. Download it as a project to keep it.',
      full: 'There is no room left to keep this code in the browser. Shorten it, or download it as a project.',
    },
    waiting: {
      handler: '{{process}} never called onOrder: orders {{orders}} wait for it.',
      answer:
        '{{process}}: the handler’s promise has not settled for orders {{orders}}. Their customers wait.',
      acknowledgement: '{{process}} has not acknowledged the messages of orders {{orders}}.',
      main: '{{process}} still waits for a promise at its top level. A loop that is meant to be endless does that.',
    },
    ended: {
      'no-answer':
        'The run was ended: the code computed without a pause, and nothing else could happen. Look for a loop that never ends or never waits.',
      'wall-time':
        'The run was ended: it took too long in all. Look for work that never stops, like a timer that starts itself again.',
      messages: 'The run was ended: it said too much at once. Do less in one run.',
      'message-size':
        'The run was ended: more happened at once than the page takes. Do less in one run.',
      lines: 'The run was ended: it printed too much. Print less, or outside of the loop.',
      facts:
        'The run was ended: more happened than a run may hold. Look for work that never stops, like a message that goes round and round.',
      forged: 'The run was ended: it sent something that is no report of a run.',
      failed: 'The run was ended by a fault: {{detail}}',
    },
  },
}
