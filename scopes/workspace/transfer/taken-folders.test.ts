import { describe, expect, it } from 'vitest'
import { takenFolders } from './taken-folders.ts'

describe('takenFolders', () => {
  const taken = takenFolders(['components/orders/api', 'libs/money'])

  it('finds the folder that another lies in, or that lies in it', () => {
    expect(taken.around('components/orders')).toBe('components/orders/api')
    expect(taken.around('libs/money/types/deep')).toBe('libs/money')
  })

  it('takes neither a neighbour nor a name that only begins alike for one', () => {
    expect(taken.around('components/orders/client')).toBeUndefined()
    expect(taken.around('libs/money-types')).toBeUndefined()
    expect(taken.around('libs/money')).toBeUndefined()
  })

  it('knows what was added', () => {
    const more = takenFolders([])
    more.add('a/b/c')
    expect([more.has('a/b/c'), more.has('a/b'), more.around('a')]).toEqual([true, false, 'a/b/c'])
  })
})
