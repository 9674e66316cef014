import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, GridComponent, MarkLineComponent } from 'echarts/components'
import { graphic, init, use, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

// The only place where ECharts is registered: a part that is missing here draws nothing, silently.
use([LineChart, BarChart, ScatterChart, CustomChart, GridComponent, AriaComponent, MarkLineComponent, CanvasRenderer])

export { graphic, init, type EChartsType }
export type { EChartsCoreOption } from 'echarts/core'
export type { BarSeriesOption, CustomSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts'
