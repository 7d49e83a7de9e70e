export declare const tesseraBinary: string
export declare function borrowPackages(from: string, to: string): void
export declare function copyWorkspace(folder: string): void
