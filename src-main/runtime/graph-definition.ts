import { createRequire } from 'node:module'
import type { NativeBinding, OpAttribute } from './binding.ts'
import type { GraphConstant, GraphNode } from './recorder.ts'

/** The few methods that are used of protobuf classes, which come without types. */
interface Message { serializeBinary(): Uint8Array }
type MessageClass = new () => Message & Record<string, (...values: unknown[]) => unknown>
interface Messages {
  AttrValue: MessageClass & { ListValue: MessageClass }
  FunctionDef: MessageClass
  FunctionDefLibrary: MessageClass
  GraphDef: MessageClass
  MetaGraphDef: MessageClass & { MetaInfoDef: MessageClass }
  NameAttrList: MessageClass
  NodeDef: MessageClass
  OpDef: MessageClass & { ArgDef: MessageClass }
  SavedModel: MessageClass
  Tensor: MessageClass
  TensorShape: MessageClass & { Dim: MessageClass }
  VersionDef: MessageClass
}

const require = createRequire(import.meta.url)
const load = (): Messages => require('@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js') as Messages
let loaded: Messages | undefined
const messages = (): Messages => (loaded ??= load())

type Built = InstanceType<MessageClass>

function shapeMessage(shape: readonly number[]): Built {
  const message = new (messages().TensorShape)()
  message.setDimList(shape.map((size) => {
    const dimension = new (messages().TensorShape.Dim)()
    dimension.setSize(size)
    return dimension
  }))
  return message
}

function typeAttribute(dtype: number): Built {
  const value = new (messages().AttrValue)()
  value.setType(dtype)
  return value
}

function stringAttribute(text: string): Built {
  const value = new (messages().AttrValue)()
  value.setS(new TextEncoder().encode(text))
  return value
}

function listAttribute(values: unknown[], setter: string): Built {
  const list = new (messages().AttrValue.ListValue)()
  list[setter](values)
  const value = new (messages().AttrValue)()
  value.setList(list)
  return value
}

function attributeMessage(attribute: OpAttribute, binding: NativeBinding): Built {
  const { type, value } = attribute
  const message = new (messages().AttrValue)()
  if (type === binding.TF_ATTR_TYPE) return Array.isArray(value) ? listAttribute(value, 'setTypeList') : typeAttribute(value as number)
  if (type === binding.TF_ATTR_INT) {
    if (Array.isArray(value)) return listAttribute(value, 'setIList')
    message.setI(value)
  } else if (type === binding.TF_ATTR_FLOAT) {
    if (Array.isArray(value)) return listAttribute(value, 'setFList')
    message.setF(value)
  } else if (type === binding.TF_ATTR_BOOL) {
    if (Array.isArray(value)) return listAttribute(value, 'setBList')
    message.setB(value)
  } else if (type === binding.TF_ATTR_STRING) {
    return stringAttribute(value as string)
  } else if (type === binding.TF_ATTR_SHAPE) {
    message.setShape(shapeMessage(value as number[]))
  } else if (type === functionType) {
    return functionValue(value as string)
  } else {
    throw new Error(`attribute ${attribute.name} has the unknown type ${type}`)
  }
  return message
}

function nodeMessage(name: string, op: string, inputs: readonly string[], attributes: ReadonlyMap<string, Built>): Built {
  const node = new (messages().NodeDef)()
  node.setName(name)
  node.setOp(op)
  node.setInputList([...inputs])
  const map = node.getAttrMap() as Map<string, Built>
  for (const [key, value] of attributes) map.set(key, value)
  return node
}

function graphNodeMessage({ name, op, inputs, attributes }: GraphNode, binding: NativeBinding): Built {
  return nodeMessage(name, op, inputs, new Map(attributes.map((attribute) => [attribute.name, attributeMessage(attribute, binding)])))
}

function constantMessage({ name, shape, dtype, values }: GraphConstant): Built {
  const tensor = new (messages().Tensor)()
  tensor.setDtype(dtype)
  tensor.setTensorShape(shapeMessage(shape))
  tensor.setTensorContent(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  const value = new (messages().AttrValue)()
  value.setTensor(tensor)
  return nodeMessage(name, 'Const', [], new Map([['dtype', typeAttribute(dtype)], ['value', value]]))
}

/** TensorFlow's number for attributes that name a function; the addon does not export it. */
const functionType = 8

/** An attribute that names a function of the graph. */
export function functionAttribute(name: string, value: string): OpAttribute {
  return { name, type: functionType, value }
}

function functionValue(name: string): Built {
  const list = new (messages().NameAttrList)()
  list.setName(name)
  const value = new (messages().AttrValue)()
  value.setFunc(list)
  return value
}

interface Argument {
  name: string
  dtype: number
}

/** A function that ops of a graph call, such as the body of a loop. Its nodes name inputs as `argument` or `node:output name:0`. */
export interface GraphFunction {
  name: string
  inputs: Argument[]
  results: (Argument & { source: string })[]
  nodes: GraphNode[]
  constants: GraphConstant[]
}

function argumentMessage({ name, dtype }: Argument): Built {
  const message = new (messages().OpDef.ArgDef)()
  message.setName(name)
  message.setType(dtype)
  return message
}

function functionMessage({ name, inputs, results, nodes, constants }: GraphFunction, binding: NativeBinding): Built {
  const signature = new (messages().OpDef)()
  signature.setName(name)
  signature.setInputArgList(inputs.map(argumentMessage))
  signature.setOutputArgList(results.map(argumentMessage))
  const message = new (messages().FunctionDef)()
  message.setSignature(signature)
  message.setNodeDefList([...constants.map(constantMessage), ...nodes.map((node) => graphNodeMessage(node, binding))])
  const sources = message.getRetMap() as Map<string, string>
  for (const result of results) sources.set(result.name, result.source)
  return message
}

/** Gathers nodes and turns them into the bytes of a `saved_model.pb`, by the protobuf classes that tfjs-node-gpu ships. */
export class GraphDefinition {
  private readonly nodes: Built[] = []
  private readonly functions = new Map<string, Built>()
  private readonly binding: NativeBinding

  constructor(binding: NativeBinding) {
    this.binding = binding
  }

  addNode(node: GraphNode): void {
    this.nodes.push(graphNodeMessage(node, this.binding))
  }

  /** One of a name that is there already is the same. */
  addFunction(definition: GraphFunction): void {
    if (!this.functions.has(definition.name)) this.functions.set(definition.name, functionMessage(definition, this.binding))
  }

  addConstant(constant: GraphConstant): void {
    this.nodes.push(constantMessage(constant))
  }

  addPlaceholder(name: string, dtype: number, shape: readonly number[]): void {
    const shapeValue = new (messages().AttrValue)()
    shapeValue.setShape(shapeMessage(shape))
    this.nodes.push(nodeMessage(name, 'Placeholder', [], new Map([['dtype', typeAttribute(dtype)], ['shape', shapeValue]])))
  }

  addVariable(name: string, dtype: number, shape: readonly number[]): void {
    const shapeValue = new (messages().AttrValue)()
    shapeValue.setShape(shapeMessage(shape))
    this.nodes.push(nodeMessage(name, 'VarHandleOp', [],
      new Map([['dtype', typeAttribute(dtype)], ['shape', shapeValue], ['shared_name', stringAttribute(name)]])))
  }

  /** An op with the one attribute `key`: Identity (`T`), ReadVariableOp and AssignVariableOp (`dtype`). */
  addTyped(name: string, op: string, inputs: readonly string[], type: { key: string; dtype: number }): void {
    this.nodes.push(nodeMessage(name, op, inputs, new Map([[type.key, typeAttribute(type.dtype)]])))
  }

  serialize(): Uint8Array {
    const { FunctionDefLibrary, GraphDef, MetaGraphDef, SavedModel, VersionDef } = messages()
    const graph = new GraphDef()
    const versions = new VersionDef()
    versions.setProducer(1395)
    graph.setVersions(versions)
    graph.setNodeList(this.nodes)
    const library = new FunctionDefLibrary()
    library.setFunctionList([...this.functions.values()])
    graph.setLibrary(library)
    const information = new MetaGraphDef.MetaInfoDef()
    information.setTagsList(['serve'])
    const metaGraph = new MetaGraphDef()
    metaGraph.setMetaInfoDef(information)
    metaGraph.setGraphDef(graph)
    const model = new SavedModel()
    model.setSavedModelSchemaVersion(1)
    model.setMetaGraphsList([metaGraph])
    return model.serializeBinary()
  }
}
