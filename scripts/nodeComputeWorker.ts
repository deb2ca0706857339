/** Where a thread of Node's that trains on the processor starts. */
import { serveNodeComputeWorker } from './serveNodeComputeWorker'

serveNodeComputeWorker()
