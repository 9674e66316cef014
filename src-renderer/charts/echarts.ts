import { CustomChart, ScatterChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { graphic, init, use, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

// The only place where ECharts is registered: a part that is missing here draws nothing, silently.
use([CustomChart, ScatterChart, GridComponent, CanvasRenderer])

export { graphic, init, type EChartsType }
export type { EChartsCoreOption } from 'echarts/core'
export type { ScatterSeriesOption } from 'echarts/charts'
